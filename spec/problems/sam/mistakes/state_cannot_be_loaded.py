"""This is the result when state_dict returns the base optimizer itself. A file of it can only be read back as a program, which
torch.load refuses."""

FAILS = [
    "hidden/test_behaviour.py::test_resumes_from_a_saved_state",
]


class SAM(SAM):
    def state_dict(self) -> dict[str, Any]:
        return {"base": self.base_optimizer}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.base_optimizer.load_state_dict(state["base"].state_dict())
