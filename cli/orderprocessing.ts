#!/usr/bin/env node
import '../platform/process/node-version';
import './program/node-flags';
import { calledCommand } from './called-command';
import { endWithReader } from './program/end-with-reader';
import { runProgram } from './program/run';

const args = process.argv.slice(2);
endWithReader();
void calledCommand(args).then((groups) => runProgram(args, groups));
