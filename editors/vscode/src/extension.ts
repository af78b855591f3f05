/** The extension: it starts the server, and starts it again when it is told to or when its command has changed. */

import { commands, ConfigurationChangeEvent, ExtensionContext, OutputChannel, window, workspace } from "vscode";
import { LanguageClient, LanguageClientOptions, ServerOptions, TransportKind } from "vscode-languageclient/node";

import { serverCommand } from "./command";

const SECTION = "flake8-uec";
const HINT = "Install it in the environment of the workspace: pip install 'flake8-uec[lsp]'";

let client: LanguageClient | undefined;
let output: OutputChannel | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  output = window.createOutputChannel(SECTION);
  context.subscriptions.push(
    output,
    commands.registerCommand(`${SECTION}.restart`, restart),
    workspace.onDidChangeConfiguration(follow),
  );
  await start(output);
}

export async function deactivate(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.stop();
}

async function restart(): Promise<void> {
  await deactivate();
  if (output !== undefined) {
    await start(output);
  }
}

/** The server asks for all other settings itself. */
async function follow(event: ConfigurationChangeEvent): Promise<void> {
  if (event.affectsConfiguration(`${SECTION}.path`)) {
    await restart();
  }
}

async function start(channel: OutputChannel): Promise<void> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const { command, args } = await serverCommand(folder);
  const options = folder === undefined ? {} : { cwd: folder.fsPath };
  const server: ServerOptions = { command, args, options, transport: TransportKind.stdio };
  const starting = new LanguageClient(SECTION, SECTION, server, clientOptions(channel));
  client = starting;
  try {
    await starting.start();
  } catch (error) {
    client = undefined;
    const reason = error instanceof Error ? error.message : String(error);
    await window.showErrorMessage(`flake8-uec: \`${[command, ...args].join(" ")}\` did not start (${reason}). ${HINT}`);
  }
}

function clientOptions(channel: OutputChannel): LanguageClientOptions {
  return {
    documentSelector: [{ scheme: "file", language: "python" }],
    outputChannel: channel,
    initializationOptions: workspace.getConfiguration(SECTION),
    diagnosticPullOptions: { onChange: true, onSave: false },
    synchronize: { configurationSection: SECTION },
  };
}
