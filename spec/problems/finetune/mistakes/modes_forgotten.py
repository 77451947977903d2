"""This is the result when train() sets the frozen body's mode too: batch normalisation then averages over new pictures in every epoch."""

FAILS = ["hidden/test_model.py::test_frozen_body_keeps_its_averages"]


class TransferModel(TransferModel):
    def train(self, mode=True):
        return nn.Module.train(self, mode)
