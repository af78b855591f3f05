import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";

import { Client, reset, state } from "./stubs";

import type { ExtensionContext } from "vscode";

// Loaded behind the stubs, which have to be there first.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { activate, deactivate } = require("../src/extension") as typeof import("../src/extension");

beforeEach(reset);
afterEach(deactivate);

async function started(): Promise<Client> {
  await activate({ subscriptions: [] } as unknown as ExtensionContext);
  const client = state.clients.at(-1);
  assert.ok(client);
  return client;
}

function words(client: Client): string[] {
  return [client.server.command, ...client.server.args];
}

test("the command on the path is started where nothing else is known", async () => {
  const client = await started();
  assert.deepEqual(words(client), ["flake8-uec", "server"]);
  assert.equal(client.running, true);
});

test("the command that is set wins", async () => {
  state.settings = { path: ["uvx", "--from", "flake8-uec[lsp]", "flake8-uec"] };
  assert.deepEqual(words(await started()), ["uvx", "--from", "flake8-uec[lsp]", "flake8-uec", "server"]);
});

test("the environment of the Python extension is used", async () => {
  const environments = {
    getActiveEnvironmentPath: () => ({ path: "/env" }),
    resolveEnvironment: async () => ({ executable: { uri: { fsPath: "/env/bin/python" } } }),
  };
  state.python = { isActive: false, activate: async () => ({ environments }) };
  assert.deepEqual(words(await started()), ["/env/bin/python", "-m", "flake8_uec", "server"]);
});

test("an environment that cannot be had is no obstacle", async () => {
  const environments = { getActiveEnvironmentPath: () => ({ path: "" }), resolveEnvironment: async () => undefined };
  state.python = { isActive: true, exports: { environments } };
  assert.deepEqual(words(await started()), ["flake8-uec", "server"]);
});

test("Python files on the disk are linted, notebooks are not", async () => {
  assert.deepEqual((await started()).options.documentSelector, [{ scheme: "file", language: "python" }]);
});

test("the server works in the first folder and is given the settings", async () => {
  state.folders = [{ uri: { fsPath: "/work/project" } }];
  state.settings = { select: ["UEC2"] };
  const { server, options } = await started();
  assert.equal(server.options.cwd, "/work/project");
  assert.deepEqual((options.initializationOptions as { select: string[] }).select, ["UEC2"]);
});

test("restarting stops the server that runs", async () => {
  const first = await started();
  await state.commands.get("flake8-uec.restart")?.();
  assert.equal(state.clients.length, 2);
  assert.deepEqual([first.running, state.clients[1]?.running], [false, true]);
});

test("another command is followed, other settings are the server's to ask for", async () => {
  await started();
  await state.changed?.({ affectsConfiguration: (name) => name === "flake8-uec.select" });
  assert.equal(state.clients.length, 1);
  await state.changed?.({ affectsConfiguration: (name) => name === "flake8-uec.path" });
  assert.equal(state.clients.length, 2);
});

test("a server that does not start is told with what to do", async () => {
  state.startError = new Error("spawn flake8-uec ENOENT");
  await started();
  assert.match(state.errors[0] ?? "", /`flake8-uec server` did not start .*ENOENT.*pip install/);
});

test("the end of the extension is the end of the server", async () => {
  const client = await started();
  await deactivate();
  assert.equal(client.running, false);
});

test("every setting has a default and says what it is for", () => {
  const manifest = JSON.parse(readFileSync(join(__dirname, "..", "..", "package.json"), "utf8"));
  for (const [name, setting] of Object.entries<Record<string, unknown>>(manifest.contributes.configuration.properties)) {
    assert.ok("default" in setting && ("description" in setting || "markdownDescription" in setting), name);
  }
});
