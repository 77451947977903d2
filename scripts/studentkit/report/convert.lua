-- Run as `pandoc lua convert.lua`: Markdown with LaTeX mathematics in, pieces of Typst, LaTeX and HTML out.
-- One process converts all the documents of a report, each by itself: what one leaves open does not swallow the next.
--
-- In (JSON):  {metrics: {name: value}, quick: {experiment or picture: why its results do not count}, documents: [{text, prefix, shift, blocks, figures: {source: path}}], targets: {link: anchor},
--              formats: ["typst", "latex", "html"]}
-- Out (JSON): {documents: [{typst, latex, html, empty, blocks: [{line, typst}], notes: [{line, kind, text}]}]}
-- `blocks` asks for the pieces of a document one by one, with their lines: slow, for finding what Typst refused.
--
-- Whatever the Markdown says, only what Markdown itself means comes out: HTML, attributes, links to scripts and pieces of
-- TeX or Typst are shown as text or left out. A formula must be one that pandoc understands.

local job = pandoc.json.decode(io.read("a"), false)
local function no_attributes() return pandoc.Attr() end
local SCHEMES = {http = true, https = true, mailto = true}

local function escaped(text)
  return (text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;"):gsub('"', "&quot;"))
end

local function typst_string(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"'):gsub("\n", "\\n"):gsub("%c", " ") .. '"'
end

local function latex_string(text)
  local document = pandoc.Pandoc({pandoc.Plain({pandoc.Str(text)})})
  return pandoc.write(document, "latex"):gsub("%s+$", "")
end

local function options_for(format)
  return pandoc.WriterOptions({html_math_method = "mathml", wrap_text = "wrap-none"})
end

local function slug(text)
  text = pandoc.text.lower(text):gsub("[^%w%s-]", ""):gsub("%s+", "-"):gsub("^%-+", ""):gsub("%-+$", "")
  return text ~= "" and text or "section"
end

-- Pandoc translates every formula that it can parse, and warns of the others.
local function has_warnings(inlines)
  local document = pandoc.Pandoc({pandoc.Plain(inlines)})
  return #pandoc.log.silence(function() return pandoc.write(document, "typst") end) > 0
end

-- TeX reads ^^5c as a backslash, wherever it stands, before it reads any formula.
local function is_broken(math)
  return math.text:find("^^", 1, true) ~= nil or has_warnings({math})
end

local function broken_formulas(document)
  local all, broken = pandoc.Inlines({}), {}
  local has_carets = false
  document:walk({Math = function(element)
    all:insert(element)
    has_carets = has_carets or element.text:find("^^", 1, true) ~= nil
  end})
  if #all > 0 and (has_carets or has_warnings(all)) then
    for _, math in ipairs(all) do
      local key = math.mathtype .. math.text
      if broken[key] == nil then broken[key] = is_broken(math) end
    end
  end
  return broken
end

-- What this file itself put in place of something: no document can, as pieces of code lose their classes.
local function marked(code)
  for _, mark in ipairs({"broken-formula", "missing-number", "quick-number"}) do
    if code.classes:includes(mark) then return mark end
  end
end

local function box(kind, text)
  return {
    typst = "#" .. kind .. "(" .. typst_string(text) .. ")",
    latex = "\\" .. kind:gsub("%-", "") .. "{" .. latex_string(text) .. "}",
    html = '<span class="' .. kind .. '">' .. escaped(text) .. "</span>",
  }
end

local current_format = nil  -- the format being written; boxes and figures are raw pieces of it
local function raw(pieces)
  return pandoc.RawInline(current_format, pieces[current_format])
end

-- Pandoc writes these under names that Typst has given up, and rounds some widths to whole ems.
local RENAMED = {["sect"] = "inter", ["dot.circle"] = "dot.o", ["times.circle"] = "times.o", ["minus.circle"] = "minus.o"}
local SPACES = {["!"] = "", [":"] = "\\,", [";"] = "\\,\\,", [">"] = "\\,"}

-- The columns of a table that is wider than a line: each gets its longest word, and of the rest the more, the longer its cells are.
-- (Typst alone makes all wide columns equally wide.) Returns shares of the line by column; nil where the table fits as it is.
local LINE = 84  -- letters of text between the margins, less the space between three columns

local function widths_of(element)
  local longest, words = {}, {}
  local function measure(rows)
    for _, row in ipairs(rows) do
      for index, cell in ipairs(row.cells) do
        local total = 0
        local function add(text, factor)
          for word in text:gmatch("%S+") do
            local length = factor * (utf8.len(word) or #word)
            words[index] = math.max(words[index] or 1, length)
            total = total + length + 1
          end
        end
        cell.contents:walk({
          Str = function(inline) add(inline.text, 1) end,
          Code = function(inline) add(inline.text, 1.25) end,  -- its letters are wider
          Math = function(inline) add(inline.text:gsub("\\%a+", "x"):gsub("[{}%s]", ""), 1) end,
        })
        longest[index] = math.max(longest[index] or 1, total)
      end
    end
  end
  measure(element.head.rows)
  for _, body in ipairs(element.bodies) do measure(body.body) end
  local whole, least, parts = 0, 0, 0
  local widths = {}
  for index, length in ipairs(longest) do
    words[index] = words[index] or 1
    -- In proportion to the length itself, a long cell would leave short ones a word a line.
    widths[index] = math.sqrt(math.max(length - words[index], 0))
    whole, least, parts = whole + length, least + words[index], parts + widths[index]
  end
  if whole <= LINE or least >= LINE or #longest ~= #element.colspecs then return nil end
  for index, part in ipairs(widths) do widths[index] = (words[index] + (LINE - least) * part / parts) / LINE end
  return widths
end

-- Arrays and matrices without a fence lose their columns on the way, others do not: fence them, and take the fence off later.
local FENCE = "{"
local function fenced_arrays(text)
  local found = select(2, text:gsub("\\begin{array}", "")) + select(2, text:gsub("\\begin{matrix}", ""))
  if found == 0 or text:find("Bmatrix", 1, true) then return text, false, nil end
  local line = nil
  local before = found == 1 and text:match("^.-\\begin{array}(.-)\\hline")
  if before then line = select(2, before:gsub("\\\\", "")) end
  for _, name in ipairs({"array}%s*%b{}", "matrix}"}) do text = text:gsub("\\begin{" .. name, "\\begin{Bmatrix}") end
  text = text:gsub("\\end{array}", "\\end{Bmatrix}"):gsub("\\end{matrix}", "\\end{Bmatrix}"):gsub("\\hline", "")
  return text, true, line
end

local function formula_in_typst(math)
  local spaced, fenced, line = fenced_arrays(math.text)
  spaced = spaced:gsub("\\(.)", function(char) return SPACES[char] end)
  local again = pandoc.Math(math.mathtype, spaced)
  if not (fenced or spaced:match("cap") or spaced:match("o[mtd][iio][nmt]") or spaced:match("[\x80-\xff]")) then return again end
  local text = pandoc.write(pandoc.Pandoc({pandoc.Plain({again})}), "typst"):gsub("%s+$", "")
  local parts = {}
  for plain, quoted in (text .. '""'):gmatch('([^"]*)("[^"]*")') do
    plain = plain:gsub("%f[%w.](sect)%f[^%w]", RENAMED)
      :gsub("%f[%w.]([dtm][%a]+%.circle)%f[^%w]", RENAMED)
    table.insert(parts, plain .. quoted)
  end
  text = table.concat(parts):gsub('""$', "")
  if fenced then
    local rule = line and line > 0 and "augment: #(hline: " .. line .. "), " or ""
    text = text:gsub('mat%(delim: "' .. FENCE .. '", ', "mat(delim: #none, " .. rule)
  end
  return pandoc.RawInline("typst", text)
end

local READER = "commonmark_x-raw_attribute-emoji-fenced_divs-bracketed_spans"
local UNWRAPPING = {  -- what attributes made; from the inside out, so that nothing within is passed over
  Div = function(element) return element.content end,
  Span = function(element) return element.content end,
}

-- The document with the places where its blocks, formulas, links, pictures and pieces of HTML begin: [line] in their order.
-- Reading with positions takes long, so it is done where something is to be said only.
local function lines_of(document)
  local lines, here = {}, 1
  local function see(element)
    local place = element.attributes and element.attributes["data-pos"]
    here = place and tonumber(place:match("(%d+):%d+%-") or "") or here
  end
  local function keep(element)
    see(element)
    table.insert(lines, here)
  end
  local parsed = pandoc.read(document.text, READER .. "+sourcepos")
  parsed:walk({
    traverse = "topdown",
    Div = see, Span = see, Para = see, Header = see, Table = see, Code = see, CodeBlock = see,
    RawBlock = keep, RawInline = keep, Math = keep, Image = keep, Link = keep,
  })
  return lines, parsed
end

-- The text with what is not printed, or printed as code, left blank: the same lines, for finding where a word stands.
local function printed(text)
  local function blank(part) return (part:gsub("[^\n]", " ")) end
  return (text:gsub("<!%-%-.-%-%->", blank):gsub("```.-```", blank):gsub("`[^`\n]*`", blank))
end

-- Whether a word of a text was meant as LaTeX: a command, or a dollar sign that pandoc did not take for a formula's.
local function is_latex(word)
  if word:match("^\\%a%a+[%s{]") or word:match("^\\begin") or word:match("[%$%(%{%[=+*/^_,-]\\%a%a+") then return true end
  return word == "$" or word == "$$" or (word:find("$", 1, true) ~= nil and word:match("[\\^_{}]") ~= nil)
end

local function convert(document)
  local notes, headings = {}, {}
  local parsed = pandoc.read(document.text, READER)
  local broken = broken_formulas(parsed)
  local place = 0  -- counts formulas, links, pictures and pieces of HTML, as lines_of does
  local function note(kind, text, where) table.insert(notes, {place = where or place, kind = kind, text = text}) end

  local function show_html(element)
    place = place + 1
    local text = element.text:gsub("%s+$", "")
    if text:match("^%s*<!%-%-") and text:match("%-%->$") then return {} end
    note("html", text)
    return pandoc.Str(text)
  end
  -- {{digits.accuracy:.1f}} is the number of that name in report/metrics.json.
  local function number(name, form)
    local value = job.metrics and job.metrics[name]
    if value == nil then return nil end
    if type(value) == "number" then
      local ok, text = pcall(string.format, "%" .. (form ~= "" and form or ".6g"), value)
      return ok and text or nil
    end
    return tostring(value)
  end
  local NUMBER = "{{%s*([%w_.%-]+):?([%d.]*[a-z]?)%s*}}"
  local is_told = false  -- once in a paragraph is enough
  local function begin_paragraph() is_told = false end
  local function why_quick(name) return job.quick and job.quick[name:match("^[^.]+")] end
  local function fill_in(element)
    if not is_told and is_latex(element.text) then
      is_told = true
      note("latex", element.text, 0)
    end
    if not element.text:find(NUMBER) then return nil end
    local pieces, at = pandoc.Inlines({}), 1
    while true do
      local first, last, name, form = element.text:find(NUMBER, at)
      if not first then break end
      if first > at then pieces:insert(pandoc.Str(element.text:sub(at, first - 1))) end
      local text = number(name, form)
      local why = text and why_quick(name)
      if why then
        note("quick", element.text:sub(first, last), 0)
        pieces:insert(pandoc.Code(text .. "†", pandoc.Attr("", {"quick-number"})))
      elseif text then
        pieces:insert(pandoc.Str(text))
      else
        note("number", element.text:sub(first, last), 0)
        pieces:insert(pandoc.Code(name, pandoc.Attr("", {"missing-number"})))
      end
      at = last + 1
    end
    if at <= #element.text then pieces:insert(pandoc.Str(element.text:sub(at))) end
    return pieces
  end

  local function plain(element)
    element.attr = no_attributes()
    return element
  end
  local cleaning = {
    traverse = "topdown",
    RawBlock = function(element)
      local text = show_html(element)
      return text.t and pandoc.Para({text}) or {}
    end,
    RawInline = show_html,
    Para = begin_paragraph,
    Plain = begin_paragraph,
    Str = fill_in,
    Math = function(element)
      place = place + 1
      local original, why = element.text, nil
      element.text = element.text:gsub(NUMBER, function(name, form)
        local text = number(name, form)
        if not text then note("number", "{{" .. name .. "}}") end
        if text and why_quick(name) then
          why = why_quick(name)
          note("quick", "{{" .. name .. "}}")
        end
        return text or "?"
      end)
      if broken[element.mathtype .. original] or (element.text ~= original and is_broken(element)) then
        note("formula", element.text)
        return pandoc.Code(element.text, pandoc.Attr("", {"broken-formula"}))
      end
      if why then
        return {element, pandoc.Code("†", pandoc.Attr("", {"quick-number"}))}
      end
      return element
    end,
    Code = function(element)
      if not marked(element) then return plain(element) end
    end,
    Header = plain,
    Table = plain,
    Figure = plain,
    CodeBlock = function(element)
      local language = (element.classes[1] or ""):match("^[%w+#-]+$")
      element.attr = pandoc.Attr("", language and {language} or {})
      return element
    end,
    Link = function(element)
      place = place + 1
      element.title = ""
      plain(element)
      element.attributes.place = tostring(place)
      return element
    end,
    Image = function(element)
      place = place + 1
      local width = (element.attributes.width or ""):match("^%d+%%$")
      element.title = ""
      plain(element)
      element.attributes.place = tostring(place)
      if width then element.attributes.width = width end
      return element
    end,
  }

  local blocks = parsed.blocks:walk(UNWRAPPING):walk(cleaning)
  for _, block in ipairs(blocks) do
    if block.t == "Header" then
      local base = slug(pandoc.utils.stringify(block))
      local name, count = base, 1
      while headings[name] do count = count + 1; name = base .. "-" .. count end
      headings[name] = true
    end
  end

  local used = {}
  local finishing = {
    Table = function(element)  -- columns as wide as what is in them, but in LaTeX, which would not break their lines
      if current_format ~= "latex" then
        local widths = current_format == "typst" and widths_of(element) or {}
        for index, column in ipairs(element.colspecs) do element.colspecs[index] = {column[1], widths[index]} end
        return element
      end
    end,
    CodeBlock = function(element)  -- LaTeX's verbatim ends with the first of its ends, wherever that stands
      if current_format == "latex" and element.text:find("\\end{", 1, true) then
        element.text = element.text:gsub("\\end{", "\\end {")
        return element
      end
    end,
    Math = function(element)
      if current_format == "typst" then return formula_in_typst(element) end
    end,
    Header = function(element)
      local base = slug(pandoc.utils.stringify(element))
      local name, count = base, 1
      while used[name] do count = count + 1; name = base .. "-" .. count end
      used[name] = true
      element.level = math.min(element.level + (document.shift or 0), 6)
      element.identifier = (document.prefix or "") .. name
      return element
    end,
    Code = function(element)
      local mark = marked(element)
      if mark then return raw(box(mark, element.text)) end
    end,
    Link = function(element)
      local target = element.target
      local where = tonumber(element.attributes.place)
      element.attr = no_attributes()
      local anchor = job.targets and job.targets[target]
      if anchor then element.target = "#" .. anchor; return element end
      if target:sub(1, 1) == "#" then
        local name = target:sub(2)
        if not headings[name] then name = name:gsub("%-+", "-") end  -- GitHub's anchor of "Odd & ends" is odd--ends
        if headings[name] then
          element.target = "#" .. (document.prefix or "") .. name
          return element
        end
      else
        local scheme = target:match("^%s*([%a][%w+.-]*):")
        if scheme and SCHEMES[scheme:lower()] and not target:match("%c") then return element end
      end
      if current_format == job.formats[1] then note("link", target, where) end
      return element.content
    end,
    Para = function(element)  -- comes after the images in it: walks go from the inside out
      if #element.content == 1 and element.content[1].t == "Span" and element.content[1].classes:includes("image") then
        local inner = element.content[1].content
        return pandoc.RawBlock(current_format, inner[1].text)
      end
    end,
    Image = function(element)
      local source = element.src:gsub("^%./", "")
      local path = (document.figures or {})[source]
      if not path then
        if current_format == job.formats[1] then note("figure", element.src, tonumber(element.attributes.place)) end
        return raw(box("missing-figure", element.src))
      end
      local percent = (element.attributes.width or ""):match("^(%d+)%%$")
      local why = job.quick and job.quick[path]
      if why then
        if current_format == job.formats[1] then note("quick", element.src, tonumber(element.attributes.place)) end
        element.caption:extend({pandoc.Space(), pandoc.Code("(" .. why .. ")", pandoc.Attr("", {"quick-number"}))})
        for index, inline in ipairs(element.caption) do
          if inline.t == "Code" and marked(inline) then element.caption[index] = raw(box("quick-number", inline.text)) end
        end
      end
      local function written(format)
        local messages = pandoc.write(pandoc.Pandoc({pandoc.Plain(element.caption)}), format, options_for(format))
        return (messages:gsub("%s+$", ""))
      end
      local alt = pandoc.utils.stringify(element.caption)
      local pieces = {}
      if current_format == "typst" then
        pieces.typst = "#picture(" .. typst_string(path) .. ", alt: " .. typst_string(alt)
          .. (percent and ", width: " .. percent .. "%" or "") .. ")[" .. written("typst") .. "]"
      elseif current_format == "latex" then
        pieces.latex = "\\reportpicture{" .. path:gsub("^.*/figures/", "figures/"):gsub("%.svg$", ".pdf") .. "}{"
          .. (percent and tonumber(percent) / 100 or 1) .. "}{" .. written("latex") .. "}"
      else
        pieces.html = '<figure><img alt="' .. escaped(alt) .. '" src="' .. escaped(path) .. '"'
          .. (percent and ' style="width:' .. percent .. '%"' or "") .. "><figcaption>" .. written("html") .. "</figcaption></figure>"
      end
      return pandoc.Span({raw(pieces)}, pandoc.Attr("", {"image"}))
    end,
  }

  local function write(format, part)
    current_format, used = format, {}
    local text
    pandoc.log.silence(function()
      text = pandoc.write(pandoc.Pandoc(part:walk(finishing)), format, options_for(format))
    end)
    return text
  end
  local result = {empty = #blocks == 0, notes = notes}
  for _, format in ipairs(job.formats) do result[format] = write(format, blocks) end
  if document.blocks then
    local _, placed = lines_of(document)
    result.blocks = {}
    for index, block in ipairs(placed.blocks) do
      local line = tonumber((block.attributes and block.attributes["data-pos"] or ""):match("(%d+):") or "")
      local alone = pandoc.Blocks({block}):walk(UNWRAPPING):walk(cleaning)
      result.blocks[index] = {line = line or 1, typst = write("typst", alone)}
    end
  end
  if #notes > 0 then
    local lines = lines_of(document)
    for _, entry in ipairs(notes) do
      entry.line = lines[entry.place]
      if not entry.line then
        local at = printed(document.text):find(entry.text, 1, true) or 1
        entry.line = select(2, document.text:sub(1, at):gsub("\n", "\n")) + 1
      end
    end
  end
  return result
end

local answer = {documents = {}}
for index, document in ipairs(job.documents) do answer.documents[index] = convert(document) end
io.write(pandoc.json.encode(answer))
