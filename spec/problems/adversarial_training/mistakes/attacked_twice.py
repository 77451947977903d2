"""This is the result when the attacked batch is attacked once more. How often is the attack called for a batch, and with what?"""

FAILS = [
    "public/test_worked_examples.py::test_epoch_by_hand",
    "public/test_worked_examples.py::test_training_by_hand",
    "hidden/test_epoch.py::test_trains_on_attacked_samples",
    "hidden/test_epoch.py::test_loss_of_all_samples",
    "hidden/test_epoch.py::test_attack_sees_clean_batches",
    "hidden/test_epoch.py::test_attack_follows_the_weights",
]


def adversarial_epoch(model, loader, attack, optimizer, original=adversarial_epoch):
    return original(model, loader, lambda network, x, y: attack(network, attack(network, x, y), y), optimizer)
