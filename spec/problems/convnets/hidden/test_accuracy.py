"""Does it learn, and does the best epoch stay? A SimpleConvNet, trained by fit on small drawn pictures; its last epoch spoils it."""


from testkit import accuracy_checks, check, limit, number, pictures, weight

# Some three seconds of processor time. Without batch normalisation: with one that two layers share, or without its running averages in
# the file, a network reaches anything from chance to all.
TRAIN_PER_CLASS, VALID_PER_CLASS, TEST_PER_CLASS = 100, 10, 200
TEST_SIZE = 10 * TEST_PER_CLASS
BATCH_SIZE, RATE = 10, 2e-3
# Times the rate, in the second epoch: with a rate below zero the loss climbs, and what the network knew is gone after a few batches.
# With a rate that is only too large, a last layer alone can learn the stripes from the random convolutions before it.
SPOILS = -100.0
SHIFT = 3.0


def measure(student, rng, device):
    """Return the accuracy, 0 to 1, of the best epoch's network; make calibrate calls this for many seeds.

    The pictures are new ones, and their labels stay on this side.
    """
    del device  # small enough for the CPU
    tools, here, fitting = student.tools, student.module("testkit.probes.convnets"), student.module("src.fitting")
    known = (pictures.draw_stripes(rng, each) for each in (TRAIN_PER_CLASS, VALID_PER_CLASS))
    train, valid = (tools.loader(tools.dataset(x, y), BATCH_SIZE) for x, y in known)
    x, y = pictures.draw_stripes(rng, TEST_PER_CLASS)
    model = student.module("src.models").SimpleConvNet()
    tools.predict(model, x[:2])  # lazy layers take their shape from the first batch
    # The same number less in every logit changes no probability. A network that makes its logits positive then learns nothing.
    values = tools.parameters(model).values()
    tools.load_parameters(model, [value - SHIFT if value.shape == (10,) else value for value in values])
    optimizer = tools.optimizer(model, RATE, "Adam")
    scheduler, path = here.spoiling_scheduler(optimizer, SPOILS), here.new_path()
    fitting.fit(model, train, valid, optimizer, scheduler, n_epochs=2, best_path=path)
    fitting.load_best(model, path)
    return accuracy_checks.measure_accuracy(student, model, x, y)


@number("28")
@weight(2)
@limit(cpu_seconds=40, wall_seconds=120)
def test_keeps_what_it_learned(student, rng, device):
    """A SimpleConvNet that fit has trained classifies new pictures after load_best, although the last epoch spoils it."""
    accuracy = measure(student, rng, device)
    check.that(
        accuracy >= accuracy_checks.read_threshold(__file__),
        "The network of the best epoch classifies too few of the unseen pictures correctly.",
        values=f"Classified correctly: {accuracy:.1%}.",
        hint="The first epoch has a good learning rate, the second one a rate below zero, so that the loss climbs. If the tests of the "
             "network, of the scheduler and of the best epoch pass, please tell the staff.",
    )
