"""This is the result when the evaluation changes the model. Is a part of the training loop still in _test?"""

FAILS = [
    "hidden/test_behaviour.py::test_run_model_keeps_the_record",
    "hidden/test_behaviour.py::test_test_changes_nothing",
    "hidden/test_behaviour.py::test_test_evaluates_in_evaluation_mode",
    "hidden/test_behaviour.py::test_test_mode",
    "hidden/test_behaviour.py::test_validation_does_not_freeze_training",
    "hidden/test_outputs.py::test_test_counts_examples",
    "hidden/test_outputs.py::test_test_reports_the_loss",
    "hidden/test_outputs.py::test_test_with_one_example_a_batch",
]


def _test(model, data_loader, device=torch.device('cpu')):
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    criterion = nn.CrossEntropyLoss()
    total_loss, correct, seen = 0.0, 0, 0
    model.eval()
    for inputs, labels in data_loader:
        logits = model(inputs.float())
        loss = criterion(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(labels)
        correct += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(labels)
    return total_loss / seen, 100 * correct / seen
