import { cleanPath, isWithin } from './host-path.ts'

/** Folders of an image that hold its programs, its settings and its state. */
const OS_DIRECTORIES =
  '/bin /boot /cdrom /dev /etc /home /lib /lib64 /media /proc /root /run /sbin /srv /usr /var'.split(' ')

/** True for a path in a container that is one of these folders, or in one of them. */
export const isOsDirectory = (path: string): boolean =>
  path !== '' && (cleanPath(path) === '/' || OS_DIRECTORIES.some(folder => isWithin(cleanPath(path), folder)))
