"""The numbers of the report, which torchvision's ResNets and the hand-out's head give."""

from testkit import check, number, weight


def judge(student, key, expected, hint):
    given = check.answer(student, "finetune", key)
    check.equal(given, expected, what=f"{key} in report/answers.toml", hint=hint)


@number("16")
@weight(1)
def test_weights_of_resnet34(student):
    """resnet34_weights in report/answers.toml is right."""
    judge(student, "resnet34_weights", 21797672, "The sum of the weights in layer_table: batch normalisation has some, too.")


@number("17")
@weight(1)
def test_weights_of_resnet50(student):
    """resnet50_weights in report/answers.toml is right."""
    judge(student, "resnet50_weights", 25557032, "The sum of the weights in layer_table: batch normalisation has some, too.")


@number("18")
@weight(1)
def test_convolutions_of_resnet50(student):
    """resnet50_convolutions in report/answers.toml is right."""
    judge(student, "resnet50_convolutions", 53, "The name counts layers of the main path; are the shortcuts' convolutions in your number?")


@number("19")
@weight(1)
def test_neurons_of_resnet34(student):
    """resnet34_outputs in report/answers.toml is right."""
    judge(student, "resnet34_outputs", 3739112,
          "Add up the sizes of the outputs of convolutions and of the linear layer, for one picture of 224 x 224.")


@number("20")
@weight(1)
def test_weights_of_the_head(student):
    """head_weights in report/answers.toml is right."""
    judge(student, "head_weights", 546853, "512 maps give 1024 numbers; which layers of the head have weights, biases included?")
