"""This is the result when the gradients of earlier batches are still there: backward() adds to .grad."""

FAILS = [
    "hidden/test_behaviour.py::test_run_model_defaults",
    "hidden/test_behaviour.py::test_run_model_keeps_the_record",
    "hidden/test_behaviour.py::test_run_model_trains",
    "hidden/test_outputs.py::test_train_reports_the_epoch",
    "hidden/test_outputs.py::test_train_takes_the_steps_of_one_epoch",
    "hidden/test_outputs.py::test_train_trains_in_training_mode",
    "hidden/test_outputs.py::test_train_uses_the_optimizer_it_is_given",
    "hidden/test_outputs.py::test_train_with_one_example_a_batch",
]


def _train(model, data_loader, optimizer, device=torch.device('cpu')):
    criterion = nn.CrossEntropyLoss()
    total_loss, correct, seen = 0.0, 0, 0
    model.train()
    for inputs, labels in data_loader:
        logits = model(inputs.float())
        batch_loss = criterion(logits, labels)
        batch_loss.backward()
        optimizer.step()
        total_loss += batch_loss.item() * len(labels)
        correct += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(labels)
    return model, total_loss / seen, 100 * correct / seen
