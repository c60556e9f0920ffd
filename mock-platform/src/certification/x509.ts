// @peculiar/x509 does not load without this polyfill, which therefore comes first.
import 'reflect-metadata';

export * from '@peculiar/x509';
