"""scikit-learn's encoder and its stratified split."""

from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder


def ordinal_labels(labels: Any, classes: Any = None) -> tuple[np.ndarray, np.ndarray]:
    encoder = LabelEncoder().fit(labels if classes is None else classes)
    return encoder.transform(labels), encoder.classes_


def split(x: np.ndarray, y: np.ndarray, fraction: float = 0.1, seed: int = 0) -> Any:
    x_train, x_valid, y_train, y_valid = train_test_split(x, y, test_size=fraction, random_state=seed, stratify=y)
    return (x_train, y_train), (x_valid, y_valid)
