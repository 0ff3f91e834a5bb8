// Unpacks the Chromium that comes as an npm package, with the few libraries it needs, into the folder that TMPDIR
// names, and prints where it lies. In a process of its own: the package decides by its environment what it unpacks
// (the libraries only where it believes to run on AWS Lambda, a machine that has none of them either).
import chromium from '@sparticuz/chromium';

process.stdout.write(await chromium.executablePath());
