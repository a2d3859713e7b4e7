import type * as nodemailer from 'nodemailer';

/** The package nodemailer, loaded where a mail server is configured. */
export const mailPackage = (): typeof nodemailer => require('nodemailer');
