"""The cross-correlation theorem: a product of spectra."""


def circular_cross_correlation(x, y):
    return torch.fft.ifft(torch.fft.fft(x).conj() * torch.fft.fft(y)).real
