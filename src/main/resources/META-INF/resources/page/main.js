/** The page: asks for what is there, follows what happens, and draws both. */

import { follow, get, list } from './api.js';
import { Plot } from './plot.js';
import { showAgents, showCommands, showLaunches, showStatus, showTasks } from './views.js';
import { showForm } from './send.js';

const MOST_ROWS = 1000;
const MOST_COMMANDS = 50;
const REFRESH_MILLIS = 2000;
const RETRY_MILLIS = 3000;

const place = (id) => document.querySelector(`#${id} > div`);

const commands = new Map();
let beats = 0;
let events = 0;
let counted = performance.now();
let slowest = null;
let opened = null;
let tasks = null;
let problem = null;
let changed = false;

const throughput = new Plot(document.getElementById('plot-events'), 'events a second');
const results = new Plot(document.getElementById('plot-commands'), 'ms, slowest in a second');

function told(event) {
  events += 1;
  if (event.topic.endsWith('heartbeats')) {
    beats += 1;
  } else if (event.topic.endsWith('command-results')) {
    commands.delete(event.key);
    commands.set(event.key, event.data);
    if (commands.size > MOST_COMMANDS) {
      commands.delete(commands.keys().next().value);
    }
    slowest = Math.max(slowest ?? 0, Date.parse(event.data.completed_at) - Date.parse(event.data.received_at));
    changed = true;
  } else if (opened !== null && event.topic.endsWith('task-updates') && event.key === opened.task_id) {
    readHistory();
  }
}

async function look(taskId) {
  opened = opened?.task_id === taskId ? null : { task_id: taskId, updates: [] };
  await readHistory();
}

/** Asked for when it is opened, and when its task has changed: it is read from Kafka each time. */
async function readHistory() {
  if (opened !== null) {
    const asked = opened.task_id;
    const answer = await get(`tasks/${encodeURIComponent(asked)}`).catch(() => null);
    opened = opened?.task_id === asked ? answer ?? opened : opened; // others may be asked for already
  }
  if (tasks !== null) {
    showTasks(place('tasks'), tasks, opened, look);
  }
}

/** A browser would ask for a password each time. */
const isRefused = () => problem?.status === 401;

async function part(path, shown) {
  if (isRefused()) {
    return;
  }
  try {
    shown(await (path === 'status' ? get(path) : list(path, MOST_ROWS)));
  } catch (failure) {
    problem = failure;
  }
}

async function refresh() {
  problem = null;
  let status = null;
  await part('status', (answer) => { status = answer; });
  showStatus(place('status'), status, beats, problem?.message ?? null);
  await part('tasks', (answer) => {
    tasks = answer;
    showTasks(place('tasks'), tasks, opened, look);
  });
  await part('agents', (answer) => showAgents(place('agents'), answer));
  await part('launches', (answer) => showLaunches(place('launches'), answer));
}

/** Until nobody has signed in. */
async function refreshForEver() {
  await refresh();
  if (!isRefused()) {
    setTimeout(refreshForEver, REFRESH_MILLIS);
  }
}

/** The same. */
function followForEver() {
  follow(told, () => {
    if (!isRefused()) {
      showStatus(place('status'), null, beats, 'Events are cut off; they begin anew in 3 s.');
    }
    setTimeout(() => isRefused() || followForEver(), RETRY_MILLIS);
  });
}

/** Every second, but once a minute for a page that nobody looks at. */
setInterval(() => {
  const now = performance.now();
  throughput.add(Math.round((events * 1000) / Math.max(1000, now - counted)));
  results.add(slowest);
  events = 0;
  slowest = null;
  counted = now;
  if (changed) {
    changed = false;
    showCommands(place('commands'), [...commands.values()].reverse());
  }
}, 1000);

showForm(place('send'), refresh);
showCommands(place('commands'), []);
followForEver();
refreshForEver();
