-- Lines of a log of orders become objects, are summed up by customer and by article, and come out as a report.
local Order = {}
Order.__index = Order

function Order.read(line)
  local fields = {}
  for key, value in line:gmatch("(%w+)=(%w+)") do
    fields[key] = tonumber(value) or value
  end
  return setmetatable(fields, Order)
end

function Order:cost()
  return self.count * self.price
end

local articles = { "tea", "coffee", "cup", "kettle", "sugar", "spoon" }
local seed = 19

local function dice(sides)
  seed = (seed * 1103 + 12345) % 65536
  return seed // 16 % sides + 1
end

local lines = {}
for number = 1, 16 do
  lines[#lines + 1] = ("id=%d customer=customer%d article=%s count=%d price=%d"):format(
    number, dice(12), articles[dice(#articles)], dice(5), 100 + dice(900))
end

local function sums(orders, key)
  local totals, names = {}, {}
  for _, order in ipairs(orders) do
    local name = order[key]
    if not totals[name] then
      totals[name] = { cost = 0, ids = {} }
      names[#names + 1] = name
    end
    local total = totals[name]
    total.cost = total.cost + order:cost()
    total.ids[#total.ids + 1] = order.id
  end
  table.sort(names, function(a, b)
    return totals[a].cost > totals[b].cost or (totals[a].cost == totals[b].cost and a < b)
  end)
  return names, totals
end

local orders = {}
for _, line in ipairs(lines) do
  orders[#orders + 1] = Order.read(line)
end
local report = {}
for _, key in ipairs({ "customer", "article" }) do
  local names, totals = sums(orders, key)
  for place, name in ipairs(names) do
    report[#report + 1] = ("%d. %s: %d (%s)"):format(place, name:upper(), totals[name].cost, table.concat(totals[name].ids, ","))
  end
end
return table.concat(report, "\n")
