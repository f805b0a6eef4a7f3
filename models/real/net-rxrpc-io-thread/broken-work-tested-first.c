/*
 * The opener waits for the thread, which looks for work, then for a stop.
 */
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/slab.h>

struct local {
	unsigned long count;
};

struct rpc_call {
	unsigned long count;
};

static struct task_struct *io_task;
static struct local *local;
static struct rpc_call *rpc_call;
static bool aborted;
static DECLARE_COMPLETION(ready);

static int io_thread(void *data)
{
	complete(&ready);
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (aborted) {
			__set_current_state(TASK_RUNNING);
			aborted = false;
			kfree(rpc_call);
			continue;
		}
		if (kthread_should_stop())
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	kfree(local);
	return 0;
}

static int __init rxrpc_io_thread_init(void)
{
	local = kzalloc(sizeof(*local), GFP_KERNEL);
	if (!local)
		return -ENOMEM;
	rpc_call = kzalloc(sizeof(*rpc_call), GFP_KERNEL);
	if (!rpc_call) {
		kfree(local);
		return -ENOMEM;
	}
	io_task = kthread_run(io_thread, NULL, "io_thread");
	if (IS_ERR(io_task)) {
		kfree(rpc_call);
		kfree(local);
		return PTR_ERR(io_task);
	}
	wait_for_completion(&ready);
	return 0;
}

static void __exit rxrpc_io_thread_exit(void)
{
	aborted = true;
	wake_up_process(io_task);
	kthread_stop(io_task);
}

module_init(rxrpc_io_thread_init);
module_exit(rxrpc_io_thread_exit);
MODULE_DESCRIPTION("rxrpc stops its I/O thread before that can clean up");
MODULE_LICENSE("GPL");
