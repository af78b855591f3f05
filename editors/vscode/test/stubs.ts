/** Stands in for the modules that only a running VS Code has. */

import Module from "node:module";

export interface Client {
  readonly id: string;
  readonly server: { command: string; args: string[]; options: { cwd?: string } };
  readonly options: { documentSelector: unknown; initializationOptions: unknown };
  running: boolean;
}

/** What a test sets, and what the extension did. */
export const state = {
  settings: {} as Record<string, unknown>,
  folders: undefined as { uri: { fsPath: string } }[] | undefined,
  python: undefined as unknown,
  startError: undefined as Error | undefined,
  clients: [] as Client[],
  commands: new Map<string, () => Promise<void>>(),
  errors: [] as string[],
  changed: undefined as ((event: { affectsConfiguration(name: string): boolean }) => Promise<void>) | undefined,
};

export function reset(): void {
  Object.assign(state, { settings: {}, folders: undefined, python: undefined, startError: undefined });
  Object.assign(state, { clients: [], errors: [], changed: undefined });
  state.commands.clear();
}

const disposable = { dispose: () => undefined };

const vscode = {
  commands: {
    registerCommand: (name: string, run: () => Promise<void>) => {
      state.commands.set(name, run);
      return disposable;
    },
  },
  extensions: { getExtension: () => state.python },
  window: {
    createOutputChannel: () => disposable,
    showErrorMessage: async (message: string) => void state.errors.push(message),
  },
  workspace: {
    get workspaceFolders() {
      return state.folders;
    },
    getConfiguration: () => ({ ...state.settings, get: (name: string, other: unknown) => state.settings[name] ?? other }),
    onDidChangeConfiguration: (listener: typeof state.changed) => {
      state.changed = listener;
      return disposable;
    },
  },
};

class LanguageClient implements Client {
  running = false;

  constructor(
    readonly id: string,
    readonly name: string,
    readonly server: Client["server"],
    readonly options: Client["options"],
  ) {
    state.clients.push(this);
  }

  async start(): Promise<void> {
    if (state.startError !== undefined) {
      throw state.startError;
    }
    this.running = true;
  }

  async stop(): Promise<void> {
    this.running = false;
  }
}

const stubs: Record<string, unknown> = {
  vscode,
  "vscode-languageclient/node": { LanguageClient, TransportKind: { stdio: 0 } },
};

type Load = (request: string, ...rest: unknown[]) => unknown;
const loader = Module as unknown as { _load: Load };
const load = loader._load;
loader._load = (request, ...rest) => stubs[request] ?? load(request, ...rest);
