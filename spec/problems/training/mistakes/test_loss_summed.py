"""This is the sum of the losses of the batches, without a division. It grows with the size of the data set."""

FAILS = [
    "hidden/test_behaviour.py::test_run_model_keeps_the_record",
    "hidden/test_behaviour.py::test_stops_when_progress_slows",
    "hidden/test_behaviour.py::test_test_evaluates_in_evaluation_mode",
    "hidden/test_behaviour.py::test_test_mode",
    "hidden/test_outputs.py::test_test_reports_the_loss",
    "hidden/test_outputs.py::test_test_with_one_example_a_batch",
]


def _test(model, data_loader, device=torch.device('cpu')):
    criterion = nn.CrossEntropyLoss()
    total_loss, correct, seen = 0.0, 0, 0
    model.eval()
    with torch.no_grad():
        for inputs, labels in data_loader:
            logits = model(inputs.float())
            total_loss += criterion(logits, labels).item()
            correct += (logits.argmax(dim=1) == labels).sum().item()
            seen += len(labels)
    return total_loss, 100 * correct / seen
