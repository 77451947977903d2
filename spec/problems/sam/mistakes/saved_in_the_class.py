"""This is the result when the saved weights belong to the class. Then every SAM object overwrites those of the others."""

FAILS = [
    "hidden/test_behaviour.py::test_two_optimizers_are_two",
]


class SAM(SAM):
    shared: list = []

    def first_step(self) -> None:
        super().first_step()
        SAM.shared = self.saved

    def second_step(self) -> None:
        self.saved = SAM.shared
        super().second_step()
