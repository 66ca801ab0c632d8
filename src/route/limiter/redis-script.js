// `pacing.js` in Lua: one script in Redis, so that no two processes get the same slot. Its time follows the server's
// clock, corrected for jumps that a process has observed.

import {
  FEWER_UNPROMISED,
  GRACE_MS,
  LATENESS_MS,
  LONGEST_PAUSE_MS,
  LOOKS,
  MOST_SLOTS,
  MOST_UNCLAIMED,
  SLACK_MS,
  TRANSIT_MS,
  UNPROMISED,
  UNREST_MS,
} from "./pacing.js";

/** How far Redis's clock may deviate from a process's estimate before it counts as a jump. */
const TOLERANCE_MS = 1_000;
/** State that is unused for this long expires. */
const KEPT_MS = 600_000;

export const SCRIPT = `
local sent_key, slots_key, state_key, user_key = unpack(KEYS)
local what, holder = ARGV[1], ARGV[2]
local per_minute, per_user = tonumber(ARGV[3]), tonumber(ARGV[4])
local window = tonumber(ARGV[5]) + ${TRANSIT_MS}
local spacing = (window + ${SLACK_MS}) / per_minute

local state = redis.call('HMGET', state_key, 'next', 'unclaimed', 'paused', 'count', 'offset', 'last')
local next_slot, unclaimed, paused = tonumber(state[1] or 0), tonumber(state[2] or 0), tonumber(state[3] or -1e15)
local count, offset, last = tonumber(state[4] or 0), tonumber(state[5] or 0), tonumber(state[6] or 0)

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
  redis.call('ZADD', sent_key, now, count)
  redis.call('ZREMRANGEBYRANK', sent_key, 0, -per_minute - 1)
end

local function give_slot()
  slots_size = slots_size - redis.call('ZREM', slots_key, holder)
  local index = sent_size - per_minute + slots_size
  local leaving = index >= 0 and index < sent_size and sent_at(index) + window + ${SLACK_MS} or 0
  local slot = math.max(now + spacing, paused, leaving, next_slot)
  local is_calm = now - paused > ${UNREST_MS}
  local unpromised = is_calm and ${UNPROMISED} - ${FEWER_UNPROMISED} * (slot - now) / window or 0
  next_slot = slot + spacing / (1 - math.max(0, unpromised))
  if slots_size < ${MOST_SLOTS} then redis.call('ZADD', slots_key, slot, holder) end
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
    local in_window = redis.call('ZCOUNT', sent_key, ('(%.17g'):format(till - window), '+inf')
      + redis.call('ZCOUNT', slots_key, '-inf', till - ${LATENESS_MS})
    if in_window >= per_minute then return false end
  end
  return true
end

local function take_slot(slot)
  if paused > math.max(slot, now) then return give_slot() - now end
  if slot > now then return slot - now end
  local free = free_at()
  if free > now then
    redis.call('ZADD', slots_key, free, holder)
    return free - now
  end
  redis.call('ZREM', slots_key, holder)
  send()
  return 0
end

local function note_user(given)
  local time = math.max(given, tonumber(redis.call('LINDEX', user_key, -1) or 0))
  redis.call('RPUSH', user_key, time)
  redis.call('LTRIM', user_key, -per_user, -1)
  redis.call('PEXPIRE', user_key, math.ceil(math.max(0, time - now) + window))
end

local function user_free_at()
  local size = redis.call('LLEN', user_key)
  return size < per_user and 0 or tonumber(redis.call('LINDEX', user_key, size - per_user)) + window
end

local function defer()
  local user_free = user_free_at()
  if user_free > now then return math.max(user_free, paused) - now, 'user' end
  local slot = give_slot()
  note_user(slot)
  return slot - now
end

local function take_new()
  if user_free_at() > now or free_at() > now or not has_room() then return defer() end
  send()
  note_user(now)
  return 0
end

local over = redis.call('ZREMRANGEBYSCORE', slots_key, '-inf', now - ${GRACE_MS})
slots_size = slots_size - over
unclaimed = slots_size == 0 and 0 or math.min(unclaimed + over, math.ceil(per_minute * ${MOST_UNCLAIMED}))

local slot = tonumber(redis.call('ZSCORE', slots_key, holder) or nil)
local wait, limit
if what == 'refused' then
  paused = math.max(paused, now + math.min(tonumber(ARGV[6]), ${LONGEST_PAUSE_MS}))
  if slot and slot >= paused then wait = slot - now else wait, limit = defer() end
elseif slot then
  wait = take_slot(slot)
else
  wait, limit = take_new()
end

redis.call('HSET', state_key, 'next', next_slot, 'unclaimed', unclaimed, 'paused', paused, 'count', count,
  'offset', offset, 'last', last)
local kept = math.ceil(math.max(0, next_slot - now, paused - now) + ${KEPT_MS})
for _, key in ipairs({ sent_key, slots_key, state_key }) do redis.call('PEXPIRE', key, kept) end
return { ('%.17g'):format(wait), limit or 'key', ('%.17g'):format(now) }
`;
