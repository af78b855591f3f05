/** How the server is started. */

import { extensions, Uri, workspace } from "vscode";

/** A program and its arguments. */
export interface Command {
  readonly command: string;
  readonly args: string[];
}

/** What the Python extension offers to others; only what is asked of it here. */
interface PythonApi {
  readonly environments: {
    getActiveEnvironmentPath(resource?: Uri): { readonly path: string };
    resolveEnvironment(environment: {
      readonly path: string;
    }): Promise<{ readonly executable: { readonly uri?: Uri } } | undefined>;
  };
}

/** Return the command that starts the server: as set, else of the chosen environment, else the one on the path. */
export async function serverCommand(folder: Uri | undefined): Promise<Command> {
  const [command, ...args] = workspace.getConfiguration("flake8-uec", folder).get<string[]>("path", []);
  if (command !== undefined) {
    return { command, args: [...args, "server"] };
  }
  const python = await interpreter(folder);
  if (python !== undefined) {
    return { command: python, args: ["-m", "flake8_uec", "server"] };
  }
  return { command: "flake8-uec", args: ["server"] };
}

/** Return the interpreter that the Python extension has chosen, if it is there and has. */
async function interpreter(folder: Uri | undefined): Promise<string | undefined> {
  const extension = extensions.getExtension<PythonApi>("ms-python.python");
  if (extension === undefined) {
    return undefined;
  }
  const api = extension.isActive ? extension.exports : await extension.activate();
  const environment = await api.environments.resolveEnvironment(api.environments.getActiveEnvironmentPath(folder));
  return environment?.executable.uri?.fsPath;
}
