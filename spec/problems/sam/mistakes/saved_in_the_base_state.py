"""This is the result when the old weights are kept in the state of the base optimizer. Adam takes a parameter with any state
for one that it has seen before, and does not prepare its averages."""

FAILS = [
    "hidden/test_behaviour.py::test_resumes_from_a_saved_state",
    "hidden/test_gradients.py::test_trains_a_network",
    "hidden/test_outputs.py::test_adam",
    "hidden/test_outputs.py::test_weight_decay",
]


class SAM(SAM):
    def first_step(self) -> None:
        super().first_step()
        for p, value in self.saved:
            self.base_optimizer.state[p]["old"] = value

    def second_step(self) -> None:
        with torch.no_grad():
            for p, _ in self.saved:
                p.copy_(self.base_optimizer.state[p]["old"])
        self.saved = []
        self.base_optimizer.step()
