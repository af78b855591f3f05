-- Neovim opens a file, waits for its findings, does one of the actions that are offered at the first, and waits again.
-- What it saw goes to a file, a line each.
local command, file, wanted, seen = vim.env.SERVER, vim.env.FILE, vim.env.ACTION, vim.env.SEEN
local lines = {}

local function say(text)
  table.insert(lines, text)
  vim.fn.writefile(lines, seen)
end

local function wait_for(count)
  local done = vim.wait(20000, function()
    return #vim.diagnostic.get(0) == count
  end, 20)
  say((done and "findings: " or "still not " .. count .. " findings: ") .. #vim.diagnostic.get(0))
end

vim.ui.select = function(items, options, choose)
  for _, item in ipairs(items) do
    local title = options.format_item(item)
    say("offered: " .. title)
    if title == wanted then
      return choose(item)
    end
  end
end

vim.cmd("edit " .. vim.fn.fnameescape(file))
local client = vim.lsp.start_client({ name = "flake8-uec", cmd = vim.split(command, " "), root_dir = vim.fn.getcwd() })
vim.lsp.buf_attach_client(0, client)
wait_for(tonumber(vim.env.BEFORE))
for _, found in ipairs(vim.diagnostic.get(0)) do
  say(("%d:%d %s %s"):format(found.lnum, found.col, found.code or found.user_data.lsp.code, found.source))
end
local first = vim.diagnostic.get(0)[1]
vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col })
vim.lsp.buf.code_action()
wait_for(tonumber(vim.env.AFTER))
vim.cmd("write")
vim.cmd("qall!")
