-- AlterTable
ALTER TABLE "ticket_event" ADD COLUMN     "msgId" TEXT;

