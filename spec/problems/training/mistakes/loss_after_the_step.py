"""This is the result when the loss and the accuracy of a batch are computed after its own step. The hand-out asks for those
before it."""

FAILS = [
    "public/test_worked_examples.py::test_training_step_worked_by_hand",
    "hidden/test_behaviour.py::test_run_model_keeps_the_record",
    "hidden/test_behaviour.py::test_run_model_trains",
    "hidden/test_outputs.py::test_train_reports_the_epoch",
    "hidden/test_outputs.py::test_train_with_one_example_a_batch",
]


def _train(model, data_loader, optimizer, device=torch.device('cpu')):
    criterion = nn.CrossEntropyLoss()
    total_loss, correct, seen = 0.0, 0, 0
    model.train()
    for inputs, labels in data_loader:
        inputs = inputs.float()
        batch_loss = criterion(model(inputs), labels)
        optimizer.zero_grad()
        batch_loss.backward()
        optimizer.step()
        logits = model(inputs)
        total_loss += criterion(logits, labels).item() * len(labels)
        correct += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(labels)
    return model, total_loss / seen, 100 * correct / seen
