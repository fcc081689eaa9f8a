"""Our font files opened as cairo's own fonts, past every font of the system."""

from ctypes.util import find_library
from functools import lru_cache
from typing import Any

import cairocffi
import cffi

from bot.rendering.fonts import Face

_DECLARATIONS = """
typedef struct _FcPattern FcPattern;
FcPattern *FcPatternCreate(void);
int FcPatternAddString(FcPattern *, const char *, const unsigned char *);
int FcPatternAddInteger(FcPattern *, const char *, int);
void FcPatternDestroy(FcPattern *);
cairo_font_face_t *cairo_ft_font_face_create_for_pattern(FcPattern *);
"""


@lru_cache
def openable() -> bool:
    """Whether this machine's cairo can open our font files."""
    try:
        _libraries()
    except (OSError, AttributeError, cffi.FFIError):
        return False
    return True


@lru_cache
def options() -> Any:
    """Unhinted and grey, so that pictures are the same everywhere."""
    return cairocffi.FontOptions(
        hint_style=cairocffi.HINT_STYLE_NONE,
        hint_metrics=cairocffi.HINT_METRICS_OFF,
        antialias=cairocffi.ANTIALIAS_GRAY,
    )


@lru_cache
def _libraries() -> tuple[Any, Any]:
    ffi = cffi.FFI()
    ffi.include(cairocffi.ffi)
    ffi.cdef(_DECLARATIONS)
    cairo = _open(ffi, "cairo", "libcairo.so.2", "libcairo.2.dylib")
    fontconfig = _open(ffi, "fontconfig", "libfontconfig.so.1", "libfontconfig.1.dylib")
    # Asked for now, so that a cairo built without FreeType is noticed before anything is drawn.
    _ = cairo.cairo_ft_font_face_create_for_pattern, fontconfig.FcPatternCreate
    return cairo, fontconfig


def _open(ffi: Any, name: str, *files: str) -> Any:
    found = find_library(name) if not any(_opens(ffi, file) for file in files) else None
    for file in (*files, found):
        if file and _opens(ffi, file):
            return ffi.dlopen(file)
    raise OSError(name)


def _opens(ffi: Any, file: str) -> bool:
    try:
        ffi.dlopen(file)
    except OSError:
        return False
    return True


@lru_cache(maxsize=64)
def font_face(face: Face) -> Any:
    """Open one of our files as cairo's font: by its path, so that no font of the system is looked for."""
    cairo, fontconfig = _libraries()
    pattern = fontconfig.FcPatternCreate()
    fontconfig.FcPatternAddString(pattern, b"file", str(face.path).encode())
    fontconfig.FcPatternAddInteger(pattern, b"index", 0)
    pointer = cairo.cairo_ft_font_face_create_for_pattern(pattern)
    fontconfig.FcPatternDestroy(pattern)
    return cairocffi.FontFace._from_pointer(pointer, incref=False)  # noqa: SLF001
