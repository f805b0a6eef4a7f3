/* expected: holds */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/reboot.h>
#include <linux/wait.h>

static struct task_struct *flusher;
static DECLARE_WAIT_QUEUE_HEAD(flush_wait);
static bool flush_now;

static int flusher_thread(void *unused)
{
	while (!kthread_should_stop()) {
		wait_event_interruptible(flush_wait, flush_now || kthread_should_stop());
		flush_now = false;
	}
	return 0;
}

static int on_reboot(struct notifier_block *nb, unsigned long event, void *data)
{
	flush_now = true;
	wake_up_process(flusher);
	return NOTIFY_OK;
}

static struct notifier_block reboot_nb = { .notifier_call = on_reboot };

static int __init flusher_init(void)
{
	int err;

	flusher = kthread_run(flusher_thread, NULL, "flusher");
	if (IS_ERR(flusher))
		return PTR_ERR(flusher);
	err = register_reboot_notifier(&reboot_nb);
	if (err)
		kthread_stop(flusher);
	return err;
}

static void __exit flusher_exit(void)
{
	unregister_reboot_notifier(&reboot_nb);
	kthread_stop(flusher);
}

module_init(flusher_init);
module_exit(flusher_exit);
MODULE_LICENSE("GPL");
