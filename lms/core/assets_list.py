"""Which front-end files are built, from what, and how heavy each may be."""

#: Logical name -> (package, file in it, folder and name below lms/static, {version} filled in).
COPIED = {
    "htmx.js": ("htmx.org", "dist/htmx.min.js", "build/htmx-{version}.js"),
    "pdf.js": ("pdfjs-dist", "build/pdf.min.mjs", "build/pdf-{version}.js"),
    "pdf-worker.js": ("pdfjs-dist", "build/pdf.worker.min.mjs", "build/pdf-worker-{version}.js"),
    # read by the worker under their own names: scanned pictures
    "jbig2_nowasm_fallback.js": (
        "pdfjs-dist",
        "wasm/jbig2_nowasm_fallback.js",
        "build/jbig2_nowasm_fallback.js",
    ),
    "openjpeg_nowasm_fallback.js": (
        "pdfjs-dist",
        "wasm/openjpeg_nowasm_fallback.js",
        "build/openjpeg_nowasm_fallback.js",
    ),
    "tus.js": ("tus-js-client", "dist/tus.min.js", "build/tus-{version}.js"),
    "idb.js": ("idb", "build/umd.js", "build/idb-{version}.js"),
    "ed25519.js": ("@noble/ed25519", "index.js", "build/ed25519-{version}.js"),
    "scorm12.js": ("scorm-again", "dist/scorm12.min.js", "build/scorm12-{version}.js"),
    "scorm2004.js": ("scorm-again", "dist/scorm2004.min.js", "build/scorm2004-{version}.js"),
    "plus-jakarta-sans.woff2": (
        "@fontsource-variable/plus-jakarta-sans",
        "files/plus-jakarta-sans-latin-wght-normal.woff2",
        "fonts/plus-jakarta-sans.woff2",
    ),
    "spectral-400.woff2": (
        "@fontsource/spectral",
        "files/spectral-latin-400-normal.woff2",
        "fonts/spectral-400.woff2",
    ),
    "spectral-400-italic.woff2": (
        "@fontsource/spectral",
        "files/spectral-latin-400-italic.woff2",
        "fonts/spectral-400-italic.woff2",
    ),
    "spectral-600.woff2": (
        "@fontsource/spectral",
        "files/spectral-latin-600-normal.woff2",
        "fonts/spectral-600.woff2",
    ),
}

#: Icons of the installed site: pixels, the mark's share of the width, round corners. What devices
#: cut into their own shapes ("mask") keeps the mark within the circle that every shape leaves.
ICONS = {
    "icon-192.png": (192, 0.74, True),
    "icon-512.png": (512, 0.74, True),
    "icon-mask.png": (512, 0.56, False),
}

#: Largest size over the wire, in bytes after gzip (fonts are compressed already). A first visit
#: may cost 100 kB in all: what stands here plus the page and its small scripts.
BUDGET = {
    "app.css": 20_000,
    "icons.svg": 14_000,
    "htmx.js": 15_000,
    "ed25519.js": 14_000,
    "scorm12.js": 45_000,  # only where a package runs, on its own origin
    "scorm2004.js": 115_000,
    "tus.js": 30_000,
    # of the grading screen alone, and only where a work is a PDF
    "pdf.js": 160_000,
    "pdf-worker.js": 420_000,
    "jbig2_nowasm_fallback.js": 60_000,
    "openjpeg_nowasm_fallback.js": 140_000,
    "idb.js": 3_000,
    "icon-192.png": 12_000,
    "icon-512.png": 40_000,
    "icon-mask.png": 40_000,
    "plus-jakarta-sans.woff2": 30_000,
    "spectral-400.woff2": 45_000,
    "spectral-400-italic.woff2": 45_000,
    "spectral-600.woff2": 45_000,
}
