"""This is the result when what was saved in an earlier step is put back. A parameter that did not move this time then loses
all that it learned since."""

FAILS = [
    "hidden/test_behaviour.py::test_gradient_only_in_the_second_pass",
]


class SAM(SAM):
    def first_step(self) -> None:
        older = dict(getattr(self, "kept", {}))
        super().first_step()
        self.kept = {**older, **dict(self.saved)}

    def second_step(self) -> None:
        self.saved = list(self.kept.items())
        super().second_step()
