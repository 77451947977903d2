import torch

from testkit import check, number, weight


def draw(rng, low, high):
    """Draw an integer from low to high."""
    return int(torch.randint(low, high + 1, (1,), generator=rng))


def counted(size, kernel, stride, padding, dilation):
    """Count the places of a kernel by trying every one."""
    length = size + 2 * padding
    return sum(1 for start in range(0, length, stride) if start + dilation * (kernel - 1) < length)


@number("7")
@weight(1)
def test_size_is_the_number_of_places(student, rng):
    """conv_output_size agrees with counting the places one by one, for any size, kernel, stride and padding."""
    conv_output_size = student.module("src.convolution").conv_output_size
    geometries = [(10, 3, 4, 1), (11, 3, 4, 0), (1, 1, 1, 0), (7, 7, 3, 0), (1, 3, 1, 1), (3, 2, 9, 4)]
    while len(geometries) < 40:
        size, kernel, padding = draw(rng, 1, 60), draw(rng, 1, 12), draw(rng, 0, 6)
        if kernel <= size + 2 * padding:
            geometries.append((size, kernel, draw(rng, 1, 7), padding))
    for size, kernel, stride, padding in geometries:
        check.equal(
            conv_output_size(size, kernel, stride, padding),
            counted(size, kernel, stride, padding, 1),
            what="the output size",
            hint="Draw a small input as boxes, and count. What does your formula do if the stride does "
            "not divide evenly?",
        )
    counts = student.module("testkit.probes.convolution").counts_elements(conv_output_size, *geometries[-1])
    check.that(
        not counts.startswith("float"),
        "The output size should be an integer, not a floating-point number.",
        hint="A tensor of 4.0 elements cannot be made. Which of Python's two divisions gives an integer?",
    )


@number("8")
@weight(1)
def test_size_with_dilation(student, rng):
    """conv_output_size counts the gaps in a dilated kernel."""
    conv_output_size = student.module("src.convolution").conv_output_size
    geometries = [(20, 3, 1, 1, 3), (21, 4, 4, 0, 2), (9, 5, 1, 0, 2), (1, 2, 1, 2, 3)]
    while len(geometries) < 40:
        size, kernel, padding, dilation = draw(rng, 1, 60), draw(rng, 2, 6), draw(rng, 0, 6), draw(rng, 2, 5)
        if dilation * (kernel - 1) < size + 2 * padding:
            geometries.append((size, kernel, draw(rng, 1, 7), padding, dilation))
    for size, kernel, stride, padding, dilation in geometries:
        check.equal(
            conv_output_size(size, kernel, stride=stride, padding=padding, dilation=dilation),
            counted(size, kernel, stride, padding, dilation),
            what="the output size with dilation",
            hint="A dilated kernel is longer from its first to its last element. How long exactly?",
        )
