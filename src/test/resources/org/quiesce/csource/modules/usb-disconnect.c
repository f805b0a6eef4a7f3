/* expected: holds */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/usb.h>

struct probe_dev {
	struct usb_device *udev;
	struct usb_interface *intf;
	struct task_struct *rx;
	struct mutex io;
	bool gone;
	wait_queue_head_t wait;
};

static int rx_thread(void *data)
{
	struct probe_dev *d = data;

	while (!kthread_should_stop()) {
		mutex_lock(&d->io);
		if (!d->gone)
			usb_control_msg(d->udev, 0, 1, 0, 0, 0, NULL, 0, 100);
		mutex_unlock(&d->io);
		wait_event_interruptible_timeout(d->wait, kthread_should_stop(), HZ);
	}
	return 0;
}

static int probe_probe(struct usb_interface *intf, const struct usb_device_id *id)
{
	struct probe_dev *d = kzalloc(sizeof(*d), GFP_KERNEL);

	if (!d)
		return -ENOMEM;
	d->udev = usb_get_dev(interface_to_usbdev(intf));
	d->intf = intf;
	mutex_init(&d->io);
	init_waitqueue_head(&d->wait);
	d->rx = kthread_run(rx_thread, d, "probe-rx");
	if (IS_ERR(d->rx)) {
		int err = PTR_ERR(d->rx);

		usb_put_dev(d->udev);
		kfree(d);
		return err;
	}
	usb_set_intfdata(intf, d);
	return 0;
}

static void probe_disconnect(struct usb_interface *intf)
{
	struct probe_dev *d = usb_get_intfdata(intf);

	usb_set_intfdata(intf, NULL);
	mutex_lock(&d->io);
	d->gone = true;
	mutex_unlock(&d->io);
	kthread_stop(d->rx);
	usb_put_dev(d->udev);
	kfree(d);
}

static struct usb_driver probe_driver = {
	.name = "probe",
	.probe = probe_probe,
	.disconnect = probe_disconnect,
};
module_usb_driver(probe_driver);
MODULE_LICENSE("GPL");
