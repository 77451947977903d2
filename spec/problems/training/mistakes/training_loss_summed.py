"""This is the sum of the losses of the batches, without a division. It grows with the size of the data set."""

FAILS = [
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
        logits = model(inputs.float())
        batch_loss = criterion(logits, labels)
        optimizer.zero_grad()
        batch_loss.backward()
        optimizer.step()
        total_loss += batch_loss.item()
        correct += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(labels)
    return model, total_loss, 100 * correct / seen
