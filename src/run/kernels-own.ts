import type { SourceFile } from "../source/index.ts";

/**
 * The tag of a struct that is the kernel's own and leads to nothing that the model watches: no thread, nothing to wait for, no lock, and
 * nothing that has functions of the module's. Undefined for all else, the module's own structs among them.
 */
export function kernelsOwn(type: string, files: readonly SourceFile[]): string | undefined {
  const [, tag] = /^(?:static |const )*struct (\w+)$/.exec(type) ?? [];
  if (tag === undefined || LIVING.test(tag)) return undefined;
  return files.some(({ structs }) => structs.has(tag)) ? undefined : tag;
}

const LIVING =
  /task|thread|kthread|completion|wait|queue|mutex|lock|sem(a|_|$)|work|timer|tasklet|kref|notifier|callback|hook|ops$|operations|driver|handler|file|module|inode|kobj|class|cdev|attr|list|head|rcu|node$|desc$|cfg|config|param|info$|data$|params|args|probe|alg$|type$|proto|tag_set|group|entry|^(device|miscdevice|platform_device|gendisk|net_device|napi_struct|socket|sock|urb|irq|input_dev|hid_device|tty_\w+)$/;

/** A call whose name says that it asks or sets something, and begins, ends and awaits nothing. */
export function onlyLooks(callee: string): boolean {
  return LOOKS.test(callee) && !ACTS.test(callee);
}

const LOOKS =
  /(^|_)(is|has|have|can|supports?|get|find|lookup|search|read|readl|peek|count|len|size|name|id|find|match|check|test|valid|avail|available|to|from|by|of)(_|$|\d)/;

const ACTS =
  /(^|_)(un)?(register|add|del|delete|remove|create|destroy|free|alloc|release|put|init|exit|start|stop|submit|queue|enqueue|wait|wake|complete|signal|kill|cancel|flush|sync|synchronize|lock|unlock|attach|detach|open|close|connect|disconnect|schedule|run|call|notify|send|xmit|bind|unbind|hook|work|timer|thread|task|irq|async|request)(_|$)/;
