#!/usr/bin/env node
import '../platform/process/node-version';
import './program/node-flags';
import { commandGroups } from './commands';
import { endWithReader } from './program/end-with-reader';
import { runProgram } from './program/run';

const args = process.argv.slice(2);
endWithReader();
void runProgram(args, commandGroups());
