"""Training fails after the first evaluation: something that _test switched off for gradients stayed off."""

FAILS = [
    "public/test_worked_examples.py::test_stopping_at_a_generous_threshold",
    "hidden/test_behaviour.py::test_run_model_keeps_the_record",
    "hidden/test_behaviour.py::test_stops_when_progress_slows",
    "hidden/test_behaviour.py::test_stops_when_the_validation_loss_rises",
    "hidden/test_behaviour.py::test_goes_on_while_the_loss_falls",
    "hidden/test_behaviour.py::test_makes_batches_in_order",
    "hidden/test_behaviour.py::test_shuffles_when_asked",
    "hidden/test_behaviour.py::test_validation_does_not_freeze_training",
    "hidden/test_behaviour.py::test_first_epoch_is_not_compared",
    "hidden/test_outputs.py::test_train_trains_in_training_mode",
]


def _test(model, data_loader, device=torch.device('cpu')):
    criterion = nn.CrossEntropyLoss()
    total_loss, correct, seen = 0.0, 0, 0
    model.eval()
    torch.set_grad_enabled(False)
    for inputs, labels in data_loader:
        logits = model(inputs.float())
        total_loss += criterion(logits, labels).item() * len(labels)
        correct += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(labels)
    return total_loss / seen, 100 * correct / seen
