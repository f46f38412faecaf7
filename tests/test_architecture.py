"""Who may import whom: shared by all who change the code, kept by this test."""

import ast

import pytest

from dev.environment import ROOT

# package -> the own packages it may import
MAY_IMPORT = {
    "ruhrdialog": {"ruhrdialog", "survey", "forums", "faq"},
    "ruhrdialog/lib": {"ruhrdialog.lib"},
    "survey": {"survey", "forums", "ruhrdialog.lib"},
    "faq": {"faq", "forums", "ruhrdialog.lib"},
    "forums": {"forums", "ruhrdialog.lib"},
}
# module of an app -> the modules of the same app it may not import
ABOVE = {
    "models": {"forms", "views", "urls", "admin"},
    "forms": {"views", "urls", "admin"},
    "views": {"urls", "admin"},
    "admin": {"views", "urls"},
}
OWN = {"ruhrdialog", "survey", "forums", "faq", "tests", "bench", "dev"}


def modules(package):
    files = (ROOT / package).rglob("*.py")
    return [file for file in files if package != "ruhrdialog" or "lib" not in file.parts]


def imports(file):
    """Return the names of the own modules that a file imports."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module}
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.split(".")[0] in OWN}


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_what_it_may(package):
    assert modules(package)
    for file in modules(package):
        for name in imports(file) - {"ruhrdialog"}:
            allowed = any(f"{name}.".startswith(f"{own}.") for own in MAY_IMPORT[package])
            assert allowed, f"{file.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize("app", ["survey", "forums", "faq"])
def test_inside_an_app_nothing_imports_what_stands_above_it(app):
    for module, above in ABOVE.items():
        for file in [*(ROOT / app).glob(f"{module}.py"), *(ROOT / app / module).rglob("*.py")]:
            assert not imports(file) & {f"{app}.{name}" for name in above}
