"""This hands the predicted classes to the loss. CrossEntropyLoss takes the logits: a class number says nothing about how sure
the network was, and has no gradient."""

FAILS = [
    "hidden/test_behaviour.py::test_run_model_trains",
    "hidden/test_behaviour.py::test_first_epoch_is_not_compared",
    "hidden/test_behaviour.py::test_goes_on_while_the_loss_falls",
    "hidden/test_behaviour.py::test_makes_batches_in_order",
    "hidden/test_behaviour.py::test_run_model_defaults",
    "hidden/test_behaviour.py::test_run_model_keeps_the_record",
    "hidden/test_behaviour.py::test_shuffles_when_asked",
    "hidden/test_behaviour.py::test_stops_when_progress_slows",
    "hidden/test_behaviour.py::test_stops_when_the_validation_loss_rises",
    "hidden/test_behaviour.py::test_validation_does_not_freeze_training",
    "hidden/test_outputs.py::test_train_reports_the_epoch",
    "hidden/test_outputs.py::test_train_takes_the_steps_of_one_epoch",
    "hidden/test_outputs.py::test_train_trains_in_training_mode",
    "hidden/test_outputs.py::test_train_uses_the_optimizer_it_is_given",
    "hidden/test_outputs.py::test_train_with_one_example_a_batch",
    "public/test_worked_examples.py::test_stopping_at_a_generous_threshold",
    "public/test_worked_examples.py::test_training_step_worked_by_hand",
    "public/test_worked_examples.py::test_training_without_validation",
]


def _train(model, data_loader, optimizer, device=torch.device('cpu')):
    criterion = nn.CrossEntropyLoss()
    total_loss, correct, seen = 0.0, 0, 0
    model.train()
    for inputs, labels in data_loader:
        predicted = model(inputs.float()).argmax(dim=1)
        batch_loss = criterion(predicted, labels)
        optimizer.zero_grad()
        batch_loss.backward()
        optimizer.step()
        total_loss += batch_loss.item() * len(labels)
        correct += (predicted == labels).sum().item()
        seen += len(labels)
    return model, total_loss / seen, 100 * correct / seen
