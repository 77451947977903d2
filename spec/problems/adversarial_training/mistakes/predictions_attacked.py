"""This is the result when the attack gets the classes that the model names. A sample that is named wrongly is then pushed towards
its true class."""

FAILS = ["hidden/test_epoch.py::test_attack_sees_clean_batches"]


def adversarial_epoch(model, loader, attack, optimizer, original=adversarial_epoch):
    def on_predictions(network, x, y):
        return attack(network, x, network(x).argmax(1))

    return original(model, loader, on_predictions, optimizer)
