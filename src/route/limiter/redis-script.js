// `pacing.js` in Lua: one script in Redis, so that no two processes get the same slot.

import { GRACE_MS, LATENESS_MS, LONGEST_PAUSE_MS, LOOKS, MOST_SLOTS, MOST_UNCLAIMED, TRANSIT_MS } from "./pacing.js";

/** How far Redis's clock may deviate from a process's estimate before it counts as a jump. */
const TOLERANCE_MS = 1_000;
/** State that is unused for this long expires. */
const KEPT_MS = 600_000;

export const SCRIPT = `
local sent_key, slots_key, state_key, user_key = unpack(KEYS)
local what, holder = ARGV[1], ARGV[2]
local per_minute, per_user = tonumber(ARGV[3]), tonumber(ARGV[4])
local window = tonumber(ARGV[5]) + ${TRANSIT_MS}
local spacing = (window + ${LATENESS_MS}) / per_minute

local state = redis.call('HMGET', state_key, 'next', 'unclaimed', 'paused', 'count', 'offset', 'last')
local next_slot, unclaimed, paused = tonumber(state[1] or 0), tonumber(state[2] or 0), tonumber(state[3] or 0)
local count, offset, last = tonumber(state[4] or 0), tonumber(state[5] or 0), tonumber(state[6] or 0)

-- Follows this server's clock, corrected for jumps that a process has observed.
local now = tonumber(ARGV[7])
if not now then
  local time = redis.call('TIME')
  local clock = time[1] * 1000 + math.floor(time[2] / 1000)
  now = clock + offset
  local least, most = tonumber(ARGV[8]), tonumber(ARGV[9])
  if least and now < least - ${TOLERANCE_MS} then now = least end
  if most and now > most + ${TOLERANCE_MS} then now = most end
  now = math.max(now, last)
  offset = now - clock
end
last = now

local function text(number) return string.format('%.17g', number) end
local function slot_of(who) return tonumber(redis.call('ZSCORE', slots_key, who) or nil) end
local function sent_at(index)
  return tonumber(redis.call('ZRANGE', sent_key, index, index, 'WITHSCORES')[2])
end
local sent_size = redis.call('ZCARD', sent_key)
local slots_size = redis.call('ZCARD', slots_key)

local function free_at()
  local full_until = sent_size < per_minute and 0 or sent_at(sent_size - per_minute) + window
  return math.max(paused, full_until, now)
end

local function send()
  count = count + 1
  redis.call('ZADD', sent_key, text(now), count)
  redis.call('ZREMRANGEBYRANK', sent_key, 0, -per_minute - 1)
end

local function give_slot()
  slots_size = slots_size - redis.call('ZREM', slots_key, holder)
  local index = sent_size - per_minute + slots_size
  local leaving = 0
  if index >= 0 and index < sent_size then leaving = sent_at(index) + window + ${LATENESS_MS} end
  local slot = math.max(now + spacing, paused, leaving, next_slot)
  next_slot = slot + spacing
  if slots_size < ${MOST_SLOTS} then redis.call('ZADD', slots_key, text(slot), holder) end
  return slot
end

local function has_room()
  if slots_size == 0 then return true end
  if unclaimed > 0 then
    unclaimed = unclaimed - 1
    return true
  end
  for look = 0, ${LOOKS} do
    local till = now + window * look / ${LOOKS}
    local in_window = redis.call('ZCOUNT', sent_key, '(' .. text(till - window), '+inf')
      + redis.call('ZCOUNT', slots_key, '-inf', text(till))
    if in_window >= per_minute then return false end
  end
  return true
end

local function take_slot(slot)
  if paused > math.max(slot, now) then return give_slot() - now end
  if slot > now then return slot - now end
  local free = free_at()
  if free > now then
    redis.call('ZADD', slots_key, text(free), holder)
    return free - now
  end
  redis.call('ZREM', slots_key, holder)
  send()
  return 0
end

local function note_user(given)
  local time = math.max(given, tonumber(redis.call('LINDEX', user_key, -1) or 0))
  redis.call('RPUSH', user_key, text(time))
  redis.call('LTRIM', user_key, -per_user, -1)
  redis.call('PEXPIRE', user_key, math.ceil(math.max(0, time - now) + window))
end

local function take_new()
  local user_size = redis.call('LLEN', user_key)
  if user_size >= per_user then
    local wait = tonumber(redis.call('LINDEX', user_key, user_size - per_user)) + window - now
    if wait > 0 then return wait, 'user' end
  end
  if free_at() <= now and has_room() then
    send()
    note_user(now)
    return 0
  end
  local slot = give_slot()
  note_user(slot)
  return slot - now
end

local over = redis.call('ZREMRANGEBYSCORE', slots_key, '-inf', text(now - ${GRACE_MS}))
slots_size = slots_size - over
unclaimed = slots_size == 0 and 0 or math.min(unclaimed + over, math.ceil(per_minute * ${MOST_UNCLAIMED}))

local slot = slot_of(holder)
local wait, limit
if what == 'refused' then
  paused = math.max(paused, now + math.min(tonumber(ARGV[6]), ${LONGEST_PAUSE_MS}))
  if not slot or slot < paused then slot = give_slot() end
  wait = slot - now
elseif slot then
  wait = take_slot(slot)
else
  wait, limit = take_new()
end

redis.call('HSET', state_key, 'next', text(next_slot), 'unclaimed', unclaimed, 'paused', text(paused),
  'count', count, 'offset', text(offset), 'last', text(last))
local kept = math.ceil(math.max(0, next_slot - now, paused - now) + ${KEPT_MS})
for _, key in ipairs({ sent_key, slots_key, state_key }) do redis.call('PEXPIRE', key, kept) end
return { text(wait), limit or 'key', text(now) }
`;
