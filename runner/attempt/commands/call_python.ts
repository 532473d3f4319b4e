import { FAILED_CALL } from '../../tools/failed_call.ts';

/**
 * A program for `python3 -c` that calls a function of a file in the working directory, and gives what it returns as the task's
 * outputs. Arguments: the file, the function. Runs on Python 3.8 and newer.
 */
export const CALL_PYTHON = `
import asyncio, importlib.util, inspect, json, os, sys, traceback

def argument():
    env = os.environ
    with open(env["PLANWRIGHT_INPUTS"], encoding="utf-8") as file:
        inputs = json.load(file)
    return {
        "run": env["PLANWRIGHT_RUN"],
        "task": env["PLANWRIGHT_TASK"],
        "attempt": int(env["PLANWRIGHT_ATTEMPT"]),
        "issue": env["PLANWRIGHT_ISSUE"],
        "base": env["PLANWRIGHT_BASE"],
        "inputs": inputs,
    }

async def awaited(value):
    return await value

def call(file, name):
    if not os.path.exists(file):
        raise FileNotFoundError(f"There is no file {file} in the repository.")
    sys.path.insert(0, os.path.dirname(os.path.abspath(file)))
    stem = os.path.splitext(os.path.basename(file))[0]
    spec = importlib.util.spec_from_file_location(stem, file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[stem] = module
    spec.loader.exec_module(module)
    function = getattr(module, name, None)
    if not callable(function):
        names = [key for key, value in vars(module).items() if inspect.isfunction(value)]
        raise AttributeError(f"{file} has no function {name}; it has {', '.join(names) or 'none'}.")
    value = function(argument())
    return asyncio.run(awaited(value)) if inspect.isawaitable(value) else value

def output_line(returned):
    if returned is None:
        return ""
    if not isinstance(returned, dict):
        raise TypeError(f"It returned {type(returned).__name__}. Return a dict: each of its entries is an output.")
    given = {str(key): value for key, value in returned.items() if value is not None}
    return json.dumps(given) + "\\n" if given else ""

try:
    line = output_line(call(sys.argv[1], sys.argv[2]))
    with open(os.environ["PLANWRIGHT_OUTPUT"], "a", encoding="utf-8") as file:
        file.write(line)
except BaseException as error:
    if isinstance(error, SystemExit) and error.code in (None, 0):
        raise
    sys.stdout.flush()
    print("${FAILED_CALL}", traceback.format_exc(limit=-10), sep="\\n", file=sys.stderr, flush=True)
    sys.exit(1)
`;
