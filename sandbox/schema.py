"""A second opinion on every call: a validator kept outside of this package, loaded from its file."""

import importlib.util
import warnings
from pathlib import Path

from sandbox.workspace import Json
from sandbox.world import Validator


def validator_at(path: Path) -> Validator:
    """The function `method_errors(method, arguments)` of the module at `path`, such as slackval.py.

    What makes it fail is a finding as well.
    """
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python module")
    module = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # slackval.py leaves the files of its schemas open
        spec.loader.exec_module(module)
    opinion: Validator = module.method_errors

    def validator(method: str, arguments: Json) -> list[str]:
        try:
            return opinion(method, arguments)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            # A payload may be so far from Slack's shapes that nothing can be said of it; the call goes on all the same.
            return [f"{method}: is beyond the second validator ({type(error).__name__})"]

    return validator
