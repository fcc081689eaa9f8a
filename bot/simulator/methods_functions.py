"""Steps of workflows: how the app ends them, and whether what it gives back is what it promised."""

from bot.simulator.core import Core, Execution
from bot.simulator.errors import Refused
from bot.simulator.registry import method, required
from bot.simulator.things import JsonObject

PLAIN: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "slack#/types/user_context": dict,
}


def complaints(parameters: JsonObject, given: JsonObject) -> list[str]:
    """What is wrong with the values that a step is given, or gives back."""
    wrong = [f"unknown parameter: {name}" for name in given if name not in parameters]
    for name, rule in parameters.items():
        value = given.get(name)
        if value is None:
            if rule.get("is_required"):
                wrong.append(f"missing parameter: {name}")
        elif not isinstance(value, PLAIN.get(rule["type"], str)) or (value is True and rule["type"] != "boolean"):
            wrong.append(f"{name} is no {rule['type']}")
    return wrong


def _running(core: Core, args: JsonObject) -> Execution:
    found = core.executions.get(str(args["function_execution_id"]))
    if found is None or found.ended:
        code = "function_execution_not_found"
        raise Refused(code)
    return found


@method("functions.completeSuccess")
def complete_success(core: Core, args: JsonObject) -> JsonObject:
    """End a step, with what comes of it."""
    required(args, "function_execution_id", "outputs")
    found = _running(core, args)
    outputs = args["outputs"]
    if not isinstance(outputs, dict):
        code = "invalid_arguments"
        raise Refused(code, messages=["outputs must be an object"])
    wrong = complaints(core.profile.functions[found.callback_id]["output_parameters"], outputs)
    if wrong:
        code = "parameter_validation_failed"
        raise Refused(code, messages=wrong)
    found.outputs, found.ended = outputs, True
    core.world.touch()
    return {}


@method("functions.completeError")
def complete_error(core: Core, args: JsonObject) -> JsonObject:
    """End a step that failed, with a sentence for whoever runs the workflow."""
    required(args, "function_execution_id", "error")
    found = _running(core, args)
    found.error, found.ended = str(args["error"]), True
    core.world.touch()
    return {}
