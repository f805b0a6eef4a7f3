/* expected: holds */
#include <linux/completion.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

struct session {
	struct task_struct *task;
	struct completion ready;
	atomic_t stop;
};

static int session_thread(void *data)
{
	struct session *s = data;

	complete(&s->ready);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ / 10);
	return 0;
}

static int session_open(struct inode *inode, struct file *file)
{
	struct session *s = kzalloc(sizeof(*s), GFP_KERNEL);

	if (!s)
		return -ENOMEM;
	init_completion(&s->ready);
	s->task = kthread_run(session_thread, s, "session");
	if (IS_ERR(s->task)) {
		int err = PTR_ERR(s->task);

		kfree(s);
		return err;
	}
	wait_for_completion(&s->ready);
	file->private_data = s;
	return 0;
}

static int session_release(struct inode *inode, struct file *file)
{
	struct session *s = file->private_data;

	kthread_stop(s->task);
	kfree(s);
	return 0;
}

static const struct file_operations session_fops = {
	.owner = THIS_MODULE,
	.open = session_open,
	.release = session_release,
};

static struct miscdevice session_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "session",
	.fops = &session_fops,
};
module_misc_device(session_misc);
MODULE_LICENSE("GPL");
