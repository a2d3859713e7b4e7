#!/usr/bin/env node
import '../platform/process/node-version';
import { commandGroups } from './commands';
import { endWithReader } from './program/end-with-reader';
import { restartWithFlags } from './program/node-flags';
import { runProgram } from './program/run';

const given = process.argv.slice(2);
restartWithFlags(given);
endWithReader();
void runProgram(given, commandGroups());
