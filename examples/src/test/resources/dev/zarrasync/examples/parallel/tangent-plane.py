# Writes tangent-plane.csv beside it: pixels, and where astropy 6.1.7 with NumPy 1.26.4 has them in
# the sky, for the coordinate system TangentPlane.CAMERA.
import pathlib

import numpy as np
from astropy.io import fits
from astropy.wcs import WCS

header = fits.Header()
header["NAXIS"] = 2
header["NAXIS1"] = header["NAXIS2"] = 2048
header["CTYPE1"], header["CTYPE2"] = "RA---TAN-SIP", "DEC--TAN-SIP"
header["CRVAL1"], header["CRVAL2"] = 83.633, 22.0145
header["CRPIX1"] = header["CRPIX2"] = 1024.5
header["CD1_1"], header["CD1_2"] = -4.811252243e-5, 2.777777778e-5
header["CD2_1"], header["CD2_2"] = 2.777777778e-5, 4.811252243e-5
a = {(0, 2): 2.1e-6, (0, 3): 1.3e-10, (1, 1): -1.2e-6, (1, 2): -3e-10, (2, 0): 3.4e-6, (2, 1): 2e-10, (3, 0): 5e-10}
b = {(0, 2): 1.7e-6, (0, 3): 4e-10, (1, 1): 2.3e-6, (1, 2): 1e-10, (2, 0): -2.6e-6, (2, 1): -2e-10, (3, 0): 3e-10}
for name, coefficients in ("A", a), ("B", b):
    header[name + "_ORDER"] = 3
    for (p, q), value in coefficients.items():
        header[f"{name}_{p}_{q}"] = value

random = np.random.default_rng(1)
pixels = np.vstack([[[1, 1], [2048, 1], [1, 2048], [2048, 2048], [1024.5, 1024.5]], random.uniform(1, 2048, (95, 2))])
sky = WCS(header).all_pix2world(pixels, 1)
with open(pathlib.Path(__file__).with_suffix(".csv"), "w") as csv:
    csv.write("# tangent-plane.py made these\nx,y,ascension,declination\n")
    for (x, y), (ascension, declination) in zip(pixels, sky):
        csv.write(f"{x!r},{y!r},{ascension!r},{declination!r}\n".replace("np.float64(", "").replace(")", ""))
