-- One person after the other in each of wrk's threads, which have a connection each: the form, the
-- check page, the sending. Says at the end how many got a receipt, and how many were refused.

local threads = {}

function setup(thread)
  thread:set("id", #threads)
  table.insert(threads, thread)
end

local TEXT = "Der Bus kommt zu selten und ist immer voll, vor allem abends nach der Arbeit. Für Kinder "
  .. "und ältere Menschen fehlen überdachte Plätze, und die Straße ist nachts dunkel. "

local function encoded(text)
  return (text:gsub("[^%w]", function(sign) return string.format("%%%02X", sign:byte()) end))
end

function init(arguments)
  math.randomseed(os.time() * 64 + id)
  step, number, acknowledged, refused, reasons = 1, 0, 0, 0, ""
  text = encoded(string.rep(TEXT, 6))
  host = arguments[1]
  start = tonumber(arguments[2])
end

local function headers()
  return {
    ["Host"] = host,
    ["Accept-Encoding"] = "br",
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Sec-Fetch-Site"] = "same-origin",
    ["X-Forwarded-For"] = string.format("10.%d.%d.1", network / 256, network % 256),
  }
end

function request()
  if step == 1 then
    network = math.random(0, 65535)
    return wrk.format("GET", "/mitmachen/", { Host = host, ["Accept-Encoding"] = "br" })
  elseif step == 2 then
    number = number + 1
    local address = ""
    if number % 10 == 0 then
      address = string.format("b%d-%d-%d%%40example.org", start, id, number)
    end
    local body = "forum=verkehr&other_topic=&reason=" .. text .. id .. "-" .. number
      .. "&proposal=Mehr+Busse&further_interests=sicherheit&further_interests=integration"
      .. "&further_interests=ehrenamt&email=" .. address
    return wrk.format("POST", "/mitmachen/pruefen/", headers(), body)
  end
  return wrk.format("POST", "/mitmachen/absenden/", headers(), "signed=" .. signed)
end

function response(status, _, body)
  if step == 1 and status == 200 then
    step = 2
    return
  elseif step == 2 and status == 200 then
    signed = body:match('name="signed" value="([^"]+)"')
    if signed then
      step = 3
      return
    end
  elseif step == 3 and status == 303 then
    acknowledged = acknowledged + 1
    step = 1
    return
  end
  refused = refused + 1
  reasons = reasons .. " " .. step .. ":" .. status
  step = 1
end

function done()
  local all, none, why = 0, 0, ""
  for _, thread in ipairs(threads) do
    all = all + thread:get("acknowledged")
    none = none + thread:get("refused")
    why = why .. thread:get("reasons")
  end
  print(string.format("acknowledged %d refused %d%s", all, none, why))
end
