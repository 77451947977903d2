"""Adaptive pools of torch, layers by attributes, the number of maps from the last batch normalisation or convolution."""


class ConcatPool(nn.Module):
    def __init__(self):
        super().__init__()
        self.largest, self.average = nn.AdaptiveMaxPool2d(1), nn.AdaptiveAvgPool2d(1)

    def forward(self, maps):
        return torch.cat((self.largest(maps), self.average(maps)), dim=1).flatten(1)


def build_transfer_model(backbone, n_classes, hidden=512, dropout=0.5):
    from collections import OrderedDict

    kept = OrderedDict((name, child) for name, child in backbone.named_children() if name not in ("avgpool", "fc"))
    features = backbone.fc.in_features
    head = nn.Sequential(OrderedDict(
        pool=ConcatPool(), bn1=nn.BatchNorm1d(features * 2), drop1=nn.Dropout(p=dropout * 0.5), lin1=nn.Linear(features * 2, hidden),
        act=nn.ReLU(inplace=True), bn2=nn.BatchNorm1d(hidden), drop2=nn.Dropout(p=dropout), lin2=nn.Linear(hidden, n_classes),
    ))
    return TransferModel(nn.Sequential(kept), head)
