/** The page: asks for what is there, follows what happens, and draws both. */

import { follow, get, list } from './api.js';
import { Plot } from './plot.js';
import { showAgents, showCommands, showLaunches, showStatus, showTasks } from './views.js';
import { showForm } from './send.js';

const MOST_ROWS = 10000;
const MOST_COMMANDS = 50;
const REFRESH_MILLIS = 2000;

const place = (id) => document.querySelector(`#${id} > div`);

const commands = new Map();
let beats = 0;
let events = 0;
let latencies = [];
let opened = null;

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
    latencies.push(Date.parse(event.data.completed_at) - Date.parse(event.data.received_at));
    showCommands(place('commands'), [...commands.values()].reverse());
  }
}

async function look(taskId) {
  opened = opened === taskId ? null : taskId;
  await refresh();
}

async function refresh() {
  try {
    const [status, agents, tasks, launches] = await Promise.all([
      get('status'),
      list('agents', MOST_ROWS),
      list('tasks', MOST_ROWS),
      list('launches', MOST_ROWS),
    ]);
    const history = opened === null ? null : await get(`tasks/${encodeURIComponent(opened)}`).catch(() => null);
    showStatus(place('status'), status, beats, null);
    showAgents(place('agents'), agents.items, tasks.items);
    showTasks(place('tasks'), tasks, history, look);
    showLaunches(place('launches'), launches.items);
  } catch (failure) {
    showStatus(place('status'), null, beats, failure.message);
  }
}

async function refreshForEver() {
  await refresh();
  setTimeout(refreshForEver, REFRESH_MILLIS);
}

setInterval(() => {
  throughput.add(events);
  results.add(latencies.length === 0 ? null : Math.max(...latencies));
  events = 0;
  latencies = [];
}, 1000);

showForm(place('send'), refresh);
showCommands(place('commands'), []);
follow(told, () => showStatus(place('status'), null, beats, 'Events are cut off; they begin anew in 3 s.'));
refreshForEver();
